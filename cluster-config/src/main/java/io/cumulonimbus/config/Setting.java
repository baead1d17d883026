package io.cumulonimbus.config;

/**
 * The text of one key and where it came from.
 *
 * @param name the key as it was written
 * @param text before expansion
 * @param source for messages: {@code <file>:<line>}, {@code environment NAME}, {@code --set},
 *     {@code default}
 */
record Setting(String name, String text, String source) {}
