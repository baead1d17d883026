package io.cumulonimbus.config;

/** How far the name of a live stream reaches. */
public enum StreamScope {
    /** All applications share their names: what one publishes, all can play. */
    GLOBAL,
    /** Each application has names of its own. */
    APP
}
