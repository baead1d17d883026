package io.cumulonimbus.origin.lua.lib;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Dates as C's {@code strftime} writes them in the C locale. */
final class DateFormat {
    private static final Map<Character, DateTimeFormatter> FORMATS =
            Map.ofEntries(
                    of('a', "EEE"),
                    of('A', "EEEE"),
                    of('b', "MMM"),
                    of('h', "MMM"),
                    of('B', "MMMM"),
                    of('d', "dd"),
                    of('D', "MM/dd/yy"),
                    of('F', "yyyy-MM-dd"),
                    of('H', "HH"),
                    of('I', "hh"),
                    of('j', "DDD"),
                    of('m', "MM"),
                    of('M', "mm"),
                    of('p', "a"),
                    of('r', "hh:mm:ss a"),
                    of('R', "HH:mm"),
                    of('S', "ss"),
                    of('T', "HH:mm:ss"),
                    of('x', "MM/dd/yy"),
                    of('X', "HH:mm:ss"),
                    of('y', "yy"),
                    of('Y', "yyyy"),
                    of('z', "xx"),
                    of('Z', "zzz"));

    private DateFormat() {}

    private static Map.Entry<Character, DateTimeFormatter> of(char letter, String pattern) {
        return Map.entry(letter, DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
    }

    static String format(String pattern, ZonedDateTime moment) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c != '%' || i + 1 == pattern.length()) {
                out.append(c);
            } else {
                out.append(field(pattern.charAt(++i), moment));
            }
        }
        return out.toString();
    }

    private static String field(char letter, ZonedDateTime moment) {
        DateTimeFormatter simple = FORMATS.get(letter);
        if (simple != null) {
            return simple.format(moment);
        }
        int day = moment.getDayOfYear() - 1;
        int sunday = moment.getDayOfWeek().getValue() % 7;
        int monday = moment.getDayOfWeek().getValue() - 1;
        return switch (letter) {
            case 'c' ->
                    format("%a %b ", moment)
                            + String.format("%2d", moment.getDayOfMonth())
                            + format(" %H:%M:%S %Y", moment);
            case 'e' -> String.format("%2d", moment.getDayOfMonth());
            case 'n' -> "\n";
            case 't' -> "\t";
            case 's' -> Long.toString(moment.toEpochSecond());
            case 'u' -> Integer.toString(moment.getDayOfWeek().getValue());
            case 'w' -> Integer.toString(sunday);
            case 'U' -> String.format("%02d", (day + 7 - sunday) / 7);
            case 'W' -> String.format("%02d", (day + 7 - monday) / 7);
            case '%' -> "%";
            default -> "%" + letter;
        };
    }
}
