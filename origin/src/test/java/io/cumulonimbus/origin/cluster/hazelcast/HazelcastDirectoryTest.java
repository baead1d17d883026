package io.cumulonimbus.origin.cluster.hazelcast;

import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.DirectoryContract;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class HazelcastDirectoryTest extends DirectoryContract {
    private static TestMembers members;
    private static List<Directory> nodes;

    @BeforeAll
    static void start() {
        members = new TestMembers();
        nodes = List.of(members.start("a"), members.start("b"), members.start("c"));
    }

    @AfterAll
    static void end() {
        members.close();
    }

    @Override
    protected List<Directory> nodes() {
        return nodes;
    }

    @Override
    protected Directory oneMore() {
        return members.start("d");
    }

    @Override
    protected void kill(Directory node) {
        ((HazelcastDirectory) node).kill();
    }
}
