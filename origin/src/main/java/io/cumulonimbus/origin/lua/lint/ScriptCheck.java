package io.cumulonimbus.origin.lua.lint;

import io.cumulonimbus.origin.lua.ScriptApi;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.luaj.vm2.ast.Chunk;
import org.luaj.vm2.ast.Exp;
import org.luaj.vm2.ast.FuncBody;
import org.luaj.vm2.ast.FuncName;
import org.luaj.vm2.ast.Name;
import org.luaj.vm2.ast.Stat;
import org.luaj.vm2.ast.Variable;
import org.luaj.vm2.ast.Visitor;

/**
 * Looks through one script for events, globals and members that are not known. The parser tells the
 * line of the token before as the first of an element, so lines are taken from where they are
 * right.
 */
final class ScriptCheck extends Visitor {
    private static final String EVENT = "on[A-Z]\\w*";

    /** Kinds whose members have names of the users' choice: parameters, ids, streams. */
    private static final Set<String> OPEN =
            Set.of("client", "collection", "groups", "group", "servers", "data");

    private final ScriptApi api;
    private final OwnWords words;
    private final BiConsumer<Integer, String> report;
    private final Map<Variable, String> kinds = new HashMap<>();
    private Set<Object> declared = Set.of();
    private final Deque<Optional<String>> selves = new ArrayDeque<>();

    /**
     * @param words what all scripts define, this one too
     * @param report takes lines and what there is to say of them
     */
    ScriptCheck(ScriptApi api, OwnWords words, BiConsumer<Integer, String> report) {
        this.api = api;
        this.words = words;
        this.report = report;
    }

    void check(Chunk chunk) {
        chunk.accept(this);
    }

    private void say(int line, String what, String name, Set<String> instead) {
        report.accept(line, "unknown " + what + " " + name + Spelling.hint(shortOf(name), instead));
    }

    /** The name behind the last dot. */
    private static String shortOf(String name) {
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf(':')) + 1);
    }

    @Override
    public void visit(Stat.FuncDef def) {
        FuncName name = def.name;
        if (name.dots == null && name.method == null) {
            function(name.name, def.body, name.endLine);
            def.body.accept(this);
            return;
        }
        global(name.name, name.endLine);
        if (name.method == null) {
            def.body.accept(this);
            return;
        }
        Optional<String> kind = name.dots == null ? kindOf(name.name) : Optional.empty();
        kind.ifPresent(k -> method(k, name));
        selves.push(kind);
        def.body.accept(this);
        selves.pop();
    }

    /** {@code function object:name(...)}. */
    private void method(String kind, FuncName name) {
        Set<String> events = api.kinds().get(kind).events();
        if (name.method.matches(EVENT)
                && !events.contains(name.method)
                && Spelling.nearest(name.method, events).isPresent()) {
            say(name.endLine, "event", name.name.name + ":" + name.method, events);
        }
    }

    /** The object of the method around; the parser does not know it. */
    private boolean isSelf(Name name) {
        return name.name.equals("self") && !selves.isEmpty() && !name.variable.isLocal();
    }

    /** A global function may be an event's. */
    private void function(Name name, FuncBody body, int line) {
        if (name.variable.isLocal()) {
            return;
        }
        if (!api.events().contains(name.name)) {
            boolean looks = name.name.matches(EVENT) || isNearEvent(name.name);
            if (looks && !words.used().contains(name.name)) {
                say(line, "event", name.name, api.events());
            }
            return;
        }
        List<?> parameters = body.parlist.names;
        for (int i = 0; i < parameters.size(); i++) {
            Variable variable = ((Name) parameters.get(i)).variable;
            Shapes.parameter(name.name, i).ifPresent(kind -> kinds.put(variable, kind));
        }
    }

    private boolean isNearEvent(String name) {
        return name.toLowerCase(Locale.ROOT).startsWith("on")
                && Spelling.nearest(name, api.events()).isPresent();
    }

    @Override
    public void visit(Stat.Assign assign) {
        for (int i = 0; i < assign.vars.size(); i++) {
            Object target = assign.vars.get(i);
            Object value = i < assign.exps.size() ? assign.exps.get(i) : null;
            if (target instanceof Exp.NameExp name) {
                if (value instanceof Exp.AnonFuncDef f) {
                    function(name.name, f.body, name.endLine);
                }
            } else if (target instanceof Exp.FieldExp field) {
                field.lhs.accept(this);
            } else {
                ((Exp) target).accept(this);
            }
        }
        visitExps(assign.exps);
    }

    @Override
    public void visit(Stat.LocalAssign assign) {
        if (assign.values != null) {
            visitExps(assign.values);
            for (int i = 0; i < Math.min(assign.names.size(), assign.values.size()); i++) {
                Variable variable = ((Name) assign.names.get(i)).variable;
                if (!words.isReassigned(variable)) {
                    kindOf((Exp) assign.values.get(i)).ifPresent(k -> kinds.put(variable, k));
                }
            }
        }
    }

    /** What is declared in the block is known to the condition, which the parser puts outside. */
    @Override
    public void visit(Stat.RepeatUntil repeat) {
        repeat.block.accept(this);
        Set<Object> outside = declared;
        declared = new HashSet<>(outside);
        declared.addAll(repeat.block.scope.namedVariables.keySet());
        repeat.exp.accept(this);
        declared = outside;
    }

    @Override
    public void visit(Exp.NameExp exp) {
        global(exp.name, exp.endLine);
    }

    private void global(Name name, int line) {
        if (name.variable.isLocal()
                || isSelf(name)
                || declared.contains(name.name)
                || words.globals().contains(name.name)
                || api.hasGlobal(name.name)
                || api.events().contains(name.name)
                || name.name.equals("arg")) {
            return;
        }
        Set<String> all = new HashSet<>(api.functions());
        all.addAll(api.own());
        all.addAll(api.libraries().keySet());
        all.addAll(Set.of("cumulus", "mona"));
        all.addAll(words.globals());
        say(line, "name", name.name, all);
    }

    @Override
    public void visit(Exp.FieldExp exp) {
        exp.lhs.accept(this);
        member(exp.lhs, ".", exp.name.name, exp.endLine);
    }

    @Override
    public void visit(Exp.MethodCall call) {
        call.lhs.accept(this);
        member(call.lhs, ":", call.name, call.args.beginLine);
        call.args.accept(this);
    }

    private void member(Exp.PrimaryExp object, String sign, String name, int line) {
        if (words.fields().contains(name)) {
            return;
        }
        String shown = shown(object);
        if (object instanceof Exp.NameExp global && !global.name.variable.isLocal()) {
            Set<String> library = api.libraries().get(global.name.name);
            if (library != null && !library.contains(name)) {
                say(line, "name", shown + sign + name, library);
            }
        }
        Optional<String> kind = kindOf(object);
        if (kind.isEmpty() || api.kinds().get(kind.get()).has(name)) {
            return;
        }
        Set<String> names = api.kinds().get(kind.get()).names();
        boolean open = OPEN.contains(kind.get()) && sign.equals(".");
        if (!open || Spelling.nearest(name, names).isPresent()) {
            say(line, "name", shown + sign + name, names);
        }
    }

    private static String shown(Exp exp) {
        return switch (exp) {
            case Exp.NameExp name -> name.name.name;
            case Exp.FieldExp field -> shown(field.lhs) + "." + field.name.name;
            case Exp.MethodCall call -> shown(call.lhs) + ":" + call.name + "()";
            default -> "(...)";
        };
    }

    private Optional<String> kindOf(Name name) {
        if (isSelf(name)) {
            return selves.peek();
        }
        Optional<String> kind =
                name.variable.isLocal()
                        ? Optional.ofNullable(kinds.get(name.variable))
                        : api.kindOfGlobal(name.name)
                                .filter(k -> !words.globals().contains(name.name));
        return kind.filter(api.kinds()::containsKey);
    }

    private Optional<String> kindOf(Exp exp) {
        Optional<String> kind =
                switch (exp) {
                    case Exp.NameExp name -> kindOf(name.name);
                    case Exp.FieldExp field ->
                            words.fields().contains(field.name.name)
                                    ? Optional.empty()
                                    : kindOf(field.lhs)
                                            .flatMap(k -> Shapes.member(k, field.name.name));
                    case Exp.MethodCall call ->
                            kindOf(call.lhs).flatMap(k -> Shapes.member(k, call.name));
                    default -> Optional.empty();
                };
        return kind.filter(api.kinds()::containsKey);
    }
}
