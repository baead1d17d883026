package io.cumulonimbus.origin.lua;

import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.hazelcast.TestMembers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Scripts at two real members. */
class HazelcastScriptsTest extends ClusterScripts {
    private static TestMembers members;
    private static List<Directory> nodes;

    @BeforeAll
    static void join() {
        members = new TestMembers();
        nodes = List.of(members.start("one"), members.start("two"));
    }

    @AfterAll
    static void leave() {
        members.close();
    }

    @Override
    List<Directory> members() {
        return nodes;
    }
}
