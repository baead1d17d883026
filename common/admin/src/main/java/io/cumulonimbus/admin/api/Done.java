package io.cumulonimbus.admin.api;

/**
 * What is answered when something was done.
 *
 * @param done in words
 */
public record Done(String done) {}
