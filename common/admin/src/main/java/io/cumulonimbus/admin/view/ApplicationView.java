package io.cumulonimbus.admin.view;

/**
 * An application that was loaded, with all below it.
 *
 * @param path with a slash in front
 * @param events what its scripts were asked and told so far
 * @param eventMeanMs how long one of these took on average
 * @param waiting questions without an answer yet
 * @param refused questions refused so far because too many waited
 */
public record ApplicationView(
        String path, long events, double eventMeanMs, long waiting, long refused) {}
