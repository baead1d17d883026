package io.cumulonimbus.testkit.badhouse.edge;

/** A test that reaches into fields. */
final class FieldSetter {
    void poke(Object target) throws ReflectiveOperationException {
        target.getClass().getDeclaredField("secret").set(target, 1);
    }
}
