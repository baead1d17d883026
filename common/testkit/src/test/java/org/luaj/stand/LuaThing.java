package org.luaj.stand;

/** Stands for a LuaJ type, which this module does not have. */
public final class LuaThing {}
