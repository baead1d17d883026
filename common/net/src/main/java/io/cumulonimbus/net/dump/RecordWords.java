package io.cumulonimbus.net.dump;

import io.cumulonimbus.client.Message;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Records in words: their names, and all components; bytes in hexadecimal, long ones cut. */
final class RecordWords {
    private static final int MAX_BYTES = 48;
    private static final int MAX_ITEMS = 16;

    private RecordWords() {}

    static String of(Object value) {
        if (value instanceof byte[] bytes) {
            return hex(bytes, 0, bytes.length);
        }
        if (value instanceof Message message) {
            byte[] begin = new byte[Math.min(message.length(), MAX_BYTES)];
            message.copyTo(0, begin, 0, begin.length);
            return hex(begin, 0, begin.length) + " of " + message.length() + " bytes";
        }
        if (value instanceof Optional<?> some) {
            return some.map(RecordWords::of).orElse("-");
        }
        if (value instanceof Collection<?> items) {
            String more = items.size() > MAX_ITEMS ? ", ..." : "";
            return items.stream()
                    .limit(MAX_ITEMS)
                    .map(RecordWords::of)
                    .collect(Collectors.joining(", ", "[", more + "]"));
        }
        return value instanceof Record ? parts(value) : String.valueOf(value);
    }

    private static String parts(Object record) {
        List<String> parts = new ArrayList<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                parts.add(component.getName() + "=" + of(component.getAccessor().invoke(record)));
            } catch (ReflectiveOperationException | RuntimeException unseen) {
                parts.add(component.getName() + "=?");
            }
        }
        return record.getClass().getSimpleName() + "(" + String.join(" ", parts) + ")";
    }

    static String hex(byte[] bytes, int offset, int length) {
        String shown =
                HexFormat.of().formatHex(bytes, offset, offset + Math.min(length, MAX_BYTES));
        return length > MAX_BYTES ? shown + "...(" + length + " bytes)" : shown;
    }
}
