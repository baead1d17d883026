package io.cumulonimbus.admin.view;

/**
 * A NetGroup.
 *
 * @param id 64 hexadecimal digits
 * @param members that are known here
 */
public record GroupView(String id, long members) {}
