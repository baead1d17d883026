package io.cumulonimbus.origin.lua.lint;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.luaj.vm2.ast.Chunk;
import org.luaj.vm2.ast.Exp;
import org.luaj.vm2.ast.FuncName;
import org.luaj.vm2.ast.Name;
import org.luaj.vm2.ast.Stat;
import org.luaj.vm2.ast.TableField;
import org.luaj.vm2.ast.Variable;
import org.luaj.vm2.ast.Visitor;

/** What scripts define themselves: globals, and fields of whatever objects. */
final class OwnWords extends Visitor {
    /** Tables of globals. */
    private static final Set<String> ENVIRONMENTS = Set.of("_G", "this", "super", "www");

    private final Set<String> globals = new HashSet<>();
    private final Set<String> fields = new HashSet<>();
    private final Set<String> used = new HashSet<>();
    private final Set<Variable> reassigned = new HashSet<>();

    /** Adds those of one more script, whose names are resolved. */
    void add(Chunk chunk) {
        chunk.accept(this);
    }

    /** Adds a global that no script defines. */
    void addGlobal(String name) {
        globals.add(name);
    }

    /** Globals that some script assigns. */
    Set<String> globals() {
        return globals;
    }

    /** Fields that some script assigns. */
    Set<String> fields() {
        return fields;
    }

    /** Globals that some script reads or calls. */
    Set<String> used() {
        return used;
    }

    /** Whether a local variable is assigned to after its declaration. */
    boolean isReassigned(Variable variable) {
        return reassigned.contains(variable);
    }

    private void define(Name name) {
        if (name.variable.isLocal()) {
            reassigned.add(name.variable);
        } else {
            globals.add(name.name);
        }
    }

    private void define(Exp.FieldExp field) {
        fields.add(field.name.name);
        field.lhs.accept(this);
        if (field.lhs instanceof Exp.NameExp object && ENVIRONMENTS.contains(object.name.name)) {
            globals.add(field.name.name);
        }
    }

    @Override
    public void visit(Stat.FuncDef def) {
        FuncName name = def.name;
        if (name.method != null) {
            fields.add(name.method);
        }
        if (name.dots != null) {
            ((List<?>) name.dots).forEach(dot -> fields.add((String) dot));
        }
        if (name.method == null && name.dots == null) {
            define(name.name);
        }
        def.body.accept(this);
    }

    @Override
    public void visit(Stat.Assign assign) {
        for (Object target : (List<?>) assign.vars) {
            switch (target) {
                case Exp.NameExp name -> define(name.name);
                case Exp.FieldExp field -> define(field);
                case Exp.IndexExp index -> {
                    if (index.exp instanceof Exp.Constant key) {
                        fields.add(key.value.tojstring());
                    }
                    index.accept(this);
                }
                default -> {}
            }
        }
        visitExps(assign.exps);
    }

    @Override
    public void visit(TableField field) {
        if (field.name != null) {
            fields.add(field.name);
        }
        super.visit(field);
    }

    @Override
    public void visit(Exp.NameExp exp) {
        if (!exp.name.variable.isLocal()) {
            used.add(exp.name.name);
        }
    }
}
