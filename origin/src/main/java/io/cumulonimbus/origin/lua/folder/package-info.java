/** What makes a folder of {@code www} an application: its script, its globals, its names. */
package io.cumulonimbus.origin.lua.folder;
