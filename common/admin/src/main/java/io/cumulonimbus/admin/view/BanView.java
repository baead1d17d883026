package io.cumulonimbus.admin.view;

/**
 * An address whose packets are ignored.
 *
 * @param address in numbers
 */
public record BanView(String address) {}
