package io.cumulonimbus.admin.view;

/**
 * What became of wishes of clients to meet another.
 *
 * @param outcome in one word
 * @param meaning in words
 * @param failed whether they did not meet
 * @param count so far
 */
public record IntroductionView(String outcome, String meaning, boolean failed, long count) {}
