# One image for origin and edge, `docker build -t cumulonimbus .`, and one for the balancer in front of edges,
# `docker build --target entry -t cumulonimbus-entry .`. See docs/operations.md.
# What `scripts/package --tar` made before is taken with --build-arg PACKAGE=given, so that nothing is built inside.
ARG BUILD_IMAGE=maven:3-eclipse-temurin-25
ARG BASE_IMAGE=debian:12-slim
ARG PACKAGE=built

FROM ${BUILD_IMAGE} AS built
WORKDIR /source
COPY . .
RUN scripts/package --tar && mkdir /package && tar -xzf target/package/cumulonimbus-*.tar.gz -C /package --strip-components=1

FROM ${BASE_IMAGE} AS given
COPY target/package/cumulonimbus-*.tar.gz /tmp/
RUN mkdir /package && tar -xzf /tmp/cumulonimbus-*.tar.gz -C /package --strip-components=1

FROM ${PACKAGE} AS package

FROM ${BASE_IMAGE} AS entry
RUN command -v haproxy > /dev/null || { apt-get -qq update && apt-get -qq install -y --no-install-recommends haproxy && rm -rf /var/lib/apt/lists/*; }
COPY cluster-config/haproxy/haproxy.cfg /etc/haproxy/haproxy.cfg
COPY cluster-config/haproxy/haproxy-healthy /usr/local/bin/haproxy-healthy
USER 10001:10001
HEALTHCHECK --interval=10s --timeout=6s --start-period=120s --retries=3 CMD ["haproxy-healthy"]
CMD ["haproxy", "-db", "-f", "/etc/haproxy/haproxy.cfg"]

FROM ${BASE_IMAGE} AS server
COPY --from=package /package /opt/cumulonimbus
COPY cluster-config/docker/hazelcast.yaml /opt/cumulonimbus/conf/hazelcast-dns.yaml
# The home holds what lives on: applications, recordings, kept data, certificates; keys what origins share. Everything else may be read-only.
RUN mkdir -p /srv/cumulonimbus /srv/keys /var/log/cumulonimbus && cp -R /opt/cumulonimbus/www /srv/cumulonimbus/www \
    && chown -R 10001:10001 /srv/cumulonimbus /srv/keys /var/log/cumulonimbus
ENV PATH=/opt/cumulonimbus/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    CUMULONIMBUS_HOME=/srv/cumulonimbus \
    CUMULONIMBUS_LOGS_DIRECTORY=/var/log/cumulonimbus \
    CUMULONIMBUS_ADMIN_PORT=9700 \
    CUMULONIMBUS_JAVA_OPTIONS=-XX:MaxRAMPercentage=50
VOLUME /srv/cumulonimbus
EXPOSE 1935/udp 1935/tcp 1937/tcp 8080/tcp 8443/tcp 19350/udp
USER 10001:10001
HEALTHCHECK --interval=10s --timeout=6s --start-period=120s --retries=3 CMD ["healthy"]
CMD ["origin", "start"]
