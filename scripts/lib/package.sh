# Shared by the scripts that make packages. Sourced behind java.sh.

# Modules that the programs need though nothing in them says so: elliptic curves for TLS, tools that look at a running program.
extra_modules=jdk.crypto.ec,jdk.jcmd,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs,java.management,java.naming

# lay_out FOLDER: programs, libraries, runtime, samples and documents of a package.
lay_out() {
    local to=$1 module jar modules
    mkdir -p "$to/bin" "$to/lib/native" "$to/conf" "$to/completion"
    for module in origin edge rtmfp-cli; do
        cp "$(main_jar "$module")" "$root/$module/target/lib"/*.jar "$to/lib/"
    done
    cp "$root/build/package/program.sh" "$root/build/package/java.options" "$to/lib/"
    install -m 755 "$root"/build/package/bin/* "$to/bin/"
    # Native parts lie outside of their jars, so that nothing has to be unpacked, and be executable, in a folder for temporary files.
    for jar in "$to"/lib/netty-transport-native-epoll-*-linux-"$(uname -m)".jar; do
        [ -f "$jar" ] || continue
        (cd "$to/lib/native" && "$java_home/bin/jar" xf "$jar" META-INF/native && mv META-INF/native/*.so . && rm -r META-INF)
    done
    modules=$(needed_modules "$to/lib")
    printf '%s\n' "--add-modules $modules,$extra_modules" --strip-java-debug-attributes --no-man-pages --no-header-files > "$to/lib/jlink.options"
    "$java_home/bin/jlink" @"$to/lib/jlink.options" --compress zip-0 --output "$to/runtime" # what is packed once more is not packed here
    for program in origin edge; do
        cp "$root/cluster-config/src/main/resources/io/cumulonimbus/config/$program.ini" "$to/conf/"
        "$to/bin/$program" completion > "$to/completion/$program"
    done
    "$to/bin/rtmfp" completion > "$to/completion/rtmfp"
    cp -RL "$root/origin/www" "$to/www"
    cp -R "$root/docs" "$root/README.md" "$root/LICENSE" "$root/SECURITY.md" "$root/CHANGELOG.md" "$to/"
    [ ! -f "$root/THIRD-PARTY.md" ] || cp "$root/THIRD-PARTY.md" "$to/"
    cp -R "$root/build/package/systemd" "$root/build/package/windows" "$to/"
    chmod -R u+rwX,go+rX,go-w "$to"
}

# How hard archives are packed, 1 to 9: less is for trying.
effort=${PACKAGE_EFFORT:-6}

# The modules of Java that the classes of a folder of jars name, with commas between them.
needed_modules() {
    "$java_home/bin/jdeps" --ignore-missing-deps --multi-release "$least_java" --print-module-deps "$1"/*.jar | grep -v Warning | tail -n 1
}

# The name that Debian has for this processor.
deb_architecture() { dpkg --print-architecture 2> /dev/null || uname -m | sed 's/x86_64/amd64/;s/aarch64/arm64/'; }

# build_deb LAID_OUT FOLDER: sets deb.
build_deb() {
    local from=$1 tree=$2 program size
    mkdir -p "$tree"/{DEBIAN,etc/cumulonimbus,usr/bin,usr/lib/systemd/system,usr/lib/sysusers.d,usr/lib/sysctl.d,usr/share/cumulonimbus} \
        "$tree"/usr/share/bash-completion/completions "$tree/usr/share/doc/cumulonimbus" "$tree/var/lib/cumulonimbus"
    mkdir "$tree/usr/lib/cumulonimbus"
    cp -R "$from/bin" "$from/lib" "$from/runtime" "$tree/usr/lib/cumulonimbus/"
    cp -R "$from/www" "$tree/usr/share/cumulonimbus/"
    cp -R "$from/docs/." "$from"/*.md "$tree/usr/share/doc/cumulonimbus/"
    cp "$root/build/package/debian/copyright" "$tree/usr/share/doc/cumulonimbus/"
    gzip -9n "$tree/usr/share/doc/cumulonimbus/CHANGELOG.md"
    mv "$tree/usr/share/doc/cumulonimbus/CHANGELOG.md.gz" "$tree/usr/share/doc/cumulonimbus/changelog.gz"
    cp "$root"/build/package/systemd/*.service "$tree/usr/lib/systemd/system/"
    cp "$root/build/package/systemd/cumulonimbus.sysusers" "$tree/usr/lib/sysusers.d/cumulonimbus.conf"
    cp "$root/build/package/systemd/cumulonimbus.sysctl" "$tree/usr/lib/sysctl.d/10-cumulonimbus.conf"
    for program in origin edge; do
        cp "$from/conf/$program.ini" "$tree/etc/cumulonimbus/"
        ln -s "/etc/cumulonimbus/$program.ini" "$tree/var/lib/cumulonimbus/$program.ini"
        sed "s/@PROGRAM@/$program/g" "$root/build/package/debian/wrapper" > "$tree/usr/bin/cumulonimbus-$program"
        chmod 755 "$tree/usr/bin/cumulonimbus-$program"
        sed "s/^complete \(.*\) $program .*/complete \1 cumulonimbus-$program/" "$from/completion/$program" \
            > "$tree/usr/share/bash-completion/completions/cumulonimbus-$program"
    done
    cp "$from/completion/rtmfp" "$tree/usr/share/bash-completion/completions/"
    ln -s ../lib/cumulonimbus/bin/rtmfp "$tree/usr/bin/rtmfp"
    chmod -R u+rwX,go+rX,go-w "$tree"
    size=$(du -sk --exclude DEBIAN "$tree" | cut -f 1)
    sed "s/@VERSION@/$(deb_version)/;s/@ARCHITECTURE@/$(deb_architecture)/;s/@SIZE@/$size/" "$root/build/package/debian/control" > "$tree/DEBIAN/control"
    install -m 755 "$root"/build/package/debian/{postinst,prerm,postrm} "$tree/DEBIAN/"
    install -m 644 "$root/build/package/debian/conffiles" "$tree/DEBIAN/"
    (cd "$tree" && find etc usr var -type f -print0 | sort -z | xargs -0 md5sum) > "$tree/DEBIAN/md5sums"
    deb=$out/cumulonimbus_$(deb_version)_$(deb_architecture).deb
    dpkg-deb --root-owner-group -Zgzip "-z$effort" --build "$tree" "$deb" > /dev/null
}

# What is not released yet sorts before the release.
deb_version() { printf '%s' "${version/-SNAPSHOT/~snapshot}"; }
