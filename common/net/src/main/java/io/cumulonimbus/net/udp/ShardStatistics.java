package io.cumulonimbus.net.udp;

import io.cumulonimbus.rtmfp.endpoint.EndpointStatistics;

/**
 * What a shard has seen since its making.
 *
 * @param endpoint what its endpoint has seen
 * @param handedOver datagrams for it that arrived at other shards
 * @param handOversDropped of these, those that were thrown away because too many waited
 * @param unsent datagrams thrown away because too many waited to be sent, or the system refused
 * @param faults of ours that did not concern a single session
 */
public record ShardStatistics(
        EndpointStatistics endpoint,
        long handedOver,
        long handOversDropped,
        long unsent,
        long faults) {}
