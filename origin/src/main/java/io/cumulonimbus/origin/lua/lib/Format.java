package io.cumulonimbus.origin.lua.lib;

import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.Machine;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.luaj.vm2.LuaString;

/** {@code string.format}: C's printf without its dangers. */
final class Format {
    /** Of one conversion, in instructions. */
    private static final int PRICE = 50;

    private final Machine machine;
    private final Arguments arguments;
    private final LuaString format;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int at;
    private int argument = 1;

    Format(Machine machine, Arguments arguments) {
        this.machine = machine;
        this.arguments = arguments;
        this.format = arguments.string(1);
    }

    /**
     * One conversion.
     *
     * @param precision -1 when not given
     */
    record Spec(
            boolean left,
            boolean plus,
            boolean blank,
            boolean alternate,
            boolean zero,
            int width,
            int precision,
            char letter) {}

    LuaString run() {
        while (at < format.m_length) {
            int c = format.m_bytes[format.m_offset + at++] & 0xff;
            if (c != '%') {
                out.write(c);
            } else if (peek() == '%') {
                at++;
                out.write('%');
            } else {
                convert(spec());
            }
        }
        machine.budget().payForString(out.size());
        return LuaString.valueUsing(out.toByteArray());
    }

    private int peek() {
        return at < format.m_length ? format.m_bytes[format.m_offset + at] & 0xff : 0;
    }

    private Spec spec() {
        int start = at;
        while (peek() != 0 && "-+ #0".indexOf(peek()) >= 0) {
            at++;
        }
        if (at - start > 5) {
            throw new ScriptFault("invalid format (repeated flags)");
        }
        String flags =
                new String(
                        format.m_bytes,
                        format.m_offset + start,
                        at - start,
                        StandardCharsets.ISO_8859_1);
        int width = digits();
        int precision = -1;
        if (peek() == '.') {
            at++;
            precision = Math.max(0, digits());
        }
        char letter = (char) peek();
        at++;
        return new Spec(
                flags.contains("-"),
                flags.contains("+"),
                flags.contains(" "),
                flags.contains("#"),
                flags.contains("0"),
                Math.max(0, width),
                precision,
                letter);
    }

    private int digits() {
        int value = -1;
        int count = 0;
        while (peek() >= '0' && peek() <= '9') {
            if (++count > 2) {
                throw new ScriptFault("invalid format (width or precision too long)");
            }
            value = Math.max(0, value) * 10 + peek() - '0';
            at++;
        }
        return value;
    }

    private void convert(Spec spec) {
        argument++;
        machine.budget().pay(PRICE);
        switch (spec.letter) {
            case 'c' -> pad(new byte[] {(byte) arguments.integer(argument)}, spec);
            case 'd', 'i' ->
                    number(FormattedNumber.decimal(arguments.number(argument), spec), spec);
            case 'o', 'u', 'x', 'X' ->
                    number(FormattedNumber.unsigned(arguments.number(argument), spec), spec);
            case 'e', 'E', 'f', 'g', 'G' ->
                    number(FormattedNumber.real(arguments.number(argument), spec), spec);
            case 'q' -> quote(arguments.string(argument));
            case 's' -> string(spec);
            default ->
                    throw new ScriptFault(
                            "invalid option '%"
                                    + (spec.letter == 0 ? "" : spec.letter)
                                    + "' to 'format'");
        }
    }

    private void number(FormattedNumber number, Spec spec) {
        boolean zeros =
                spec.zero
                        && !spec.left
                        && number.finite()
                        && !(number.whole() && spec.precision >= 0);
        int fill = Math.max(0, spec.width - number.sign().length() - number.digits().length());
        String text =
                zeros
                        ? number.sign() + "0".repeat(fill) + number.digits()
                        : number.sign() + number.digits();
        pad(text.getBytes(StandardCharsets.ISO_8859_1), spec);
    }

    private void string(Spec spec) {
        LuaString text = BaseLib.text(machine, arguments.any(argument));
        int length = spec.precision >= 0 ? Math.min(spec.precision, text.m_length) : text.m_length;
        machine.budget().payForString((long) out.size() + length);
        byte[] bytes = new byte[length];
        System.arraycopy(text.m_bytes, text.m_offset, bytes, 0, length);
        pad(bytes, spec);
    }

    private void pad(byte[] text, Spec spec) {
        int fill = Math.max(0, spec.width - text.length);
        if (!spec.left) {
            blanks(fill);
        }
        out.writeBytes(text);
        if (spec.left) {
            blanks(fill);
        }
    }

    private void blanks(int count) {
        for (int i = 0; i < count; i++) {
            out.write(' ');
        }
    }

    private void quote(LuaString text) {
        machine.budget().payForString((long) out.size() + 4L * text.m_length);
        out.write('"');
        for (int i = 0; i < text.m_length; i++) {
            int c = text.m_bytes[text.m_offset + i] & 0xff;
            switch (c) {
                case '"', '\\', '\n' -> {
                    out.write('\\');
                    out.write(c);
                }
                case '\r' -> out.writeBytes(new byte[] {'\\', 'r'});
                case 0 -> out.writeBytes(new byte[] {'\\', '0', '0', '0'});
                default -> out.write(c);
            }
        }
        out.write('"');
    }
}
