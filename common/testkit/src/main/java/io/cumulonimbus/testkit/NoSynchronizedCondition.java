package io.cumulonimbus.testkit;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassReader;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.MethodVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.Opcodes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;

/** The condition that a class has no synchronized method and no synchronized block. */
final class NoSynchronizedCondition extends ArchCondition<JavaClass> {
    NoSynchronizedCondition() {
        super("not be synchronized");
    }

    @Override
    public void check(JavaClass javaClass, ConditionEvents events) {
        for (JavaMethod method : javaClass.getMethods()) {
            if (method.getModifiers().contains(JavaModifier.SYNCHRONIZED)) {
                events.add(
                        SimpleConditionEvent.violated(
                                method, method.getDescription() + " is synchronized"));
            }
        }
        // Blocks are instructions, which ArchUnit does not show: read the class file.
        javaClass
                .getSource()
                .ifPresent(source -> scan(javaClass, source.getUri().toString(), events));
    }

    private static void scan(JavaClass javaClass, String uri, ConditionEvents events) {
        try (InputStream in = URI.create(uri).toURL().openStream()) {
            new ClassReader(in).accept(new Blocks(javaClass, events), ClassReader.SKIP_DEBUG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reports each method that enters a monitor. */
    private static final class Blocks extends ClassVisitor {
        private final JavaClass javaClass;
        private final ConditionEvents events;

        Blocks(JavaClass javaClass, ConditionEvents events) {
            super(Opcodes.ASM9);
            this.javaClass = javaClass;
            this.events = events;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] thrown) {
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitInsn(int opcode) {
                    if (opcode == Opcodes.MONITORENTER) {
                        events.add(
                                SimpleConditionEvent.violated(
                                        javaClass,
                                        javaClass.getName()
                                                + "."
                                                + name
                                                + " has a synchronized block"));
                    }
                }
            };
        }
    }
}
