package io.cumulonimbus.amf;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Seeded values of every type that an encoding has, with shared instances and cycles. */
final class RandomValues {
    private static final String[] TEXTS = {
        "", "a", "naïve ✓ 日本語 😀", "length", "0", "x".repeat(200)
    };
    private static final double[] NUMBERS = {
        0, -0.0, 1, -1, 0.1, Double.NaN, Double.POSITIVE_INFINITY, 1e300, 268435455, 268435456
    };

    private final RandomGenerator random;
    private final boolean amf3;
    private final List<AmfValue> made = new ArrayList<>();

    RandomValues(RandomGenerator random, boolean amf3) {
        this.random = random;
        this.amf3 = amf3;
    }

    AmfValue next() {
        return next(4);
    }

    private AmfValue next(int depth) {
        if (!made.isEmpty() && random.nextInt(8) == 0) {
            return made.get(random.nextInt(made.size()));
        }
        int kinds = depth == 0 ? 4 : amf3 ? 16 : 8;
        return switch (random.nextInt(kinds)) {
            case 0 -> new AmfNumber(NUMBERS[random.nextInt(NUMBERS.length)]);
            case 1 -> new AmfString(text());
            case 2 -> AmfValue.of(random.nextBoolean());
            case 3 -> random.nextBoolean() ? AmfValue.NULL : AmfValue.UNDEFINED;
            case 4 -> new AmfDate(random.nextInt(), amf3 ? 0 : (short) random.nextInt());
            case 5 -> array(depth);
            case 6 -> object(depth);
            case 7 -> new AmfXml(text(), true);
            case 8 -> new AmfXml(text(), false);
            case 9 -> new AmfInteger(random.nextInt(AmfInteger.MIN, AmfInteger.MAX + 1));
            case 10 -> keep(new AmfByteArray(AmfOutput.utf8(text())));
            case 11 ->
                    new AmfVector.OfInt(
                            random.ints(random.nextInt(4)).toArray(), random.nextBoolean());
            case 12 -> new AmfVector.OfUInt(random.ints(random.nextInt(4)).toArray(), false);
            case 13 -> new AmfVector.OfDouble(random.doubles(random.nextInt(4)).toArray(), true);
            case 14 -> vector(depth);
            default -> random.nextBoolean() ? dictionary(depth) : external(depth);
        };
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private String name() {
        return "n" + random.nextInt(20);
    }

    private <T extends AmfValue> T keep(T value) {
        made.add(value);
        return value;
    }

    private AmfValue array(int depth) {
        AmfArray array = keep(random.nextBoolean() ? new AmfArray() : AmfArray.ecma());
        for (int i = random.nextInt(4); i > 0; i--) {
            array.add(next(depth - 1));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            array.put(name(), next(depth - 1));
        }
        return array;
    }

    private AmfValue object(int depth) {
        AmfObject object = keep(new AmfObject(traits()));
        for (String name : object.traits().sealedNames()) {
            object.put(name, next(depth - 1));
        }
        if (object.traits().dynamic()) {
            for (int i = random.nextInt(4); i > 0; i--) {
                object.put(name(), next(depth - 1));
            }
        }
        return object;
    }

    private AmfTraits traits() {
        return switch (random.nextInt(amf3 ? 4 : 2)) {
            case 0 -> AmfTraits.ANONYMOUS;
            case 1 -> AmfObject.typed("my.Class" + random.nextInt(3)).traits();
            case 2 -> new AmfTraits("my.Sealed", List.of("x", "y"), false);
            default -> new AmfTraits("", List.of("z"), true);
        };
    }

    private AmfValue vector(int depth) {
        AmfVector.OfObject vector = keep(new AmfVector.OfObject("*", random.nextBoolean()));
        for (int i = random.nextInt(4); i > 0; i--) {
            vector.add(next(depth - 1));
        }
        return vector;
    }

    private AmfValue dictionary(int depth) {
        AmfDictionary dictionary = keep(new AmfDictionary(random.nextBoolean()));
        for (int i = random.nextInt(4); i > 0; i--) {
            dictionary.add(next(depth - 1), next(depth - 1));
        }
        return dictionary;
    }

    private AmfValue external(int depth) {
        AmfExternal external = keep(new AmfExternal("flex.messaging.io.ArrayCollection"));
        return external.add(next(depth - 1));
    }
}
