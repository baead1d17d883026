package io.cumulonimbus.origin.app;

import io.cumulonimbus.client.Message;

/**
 * A message of a publisher, as its application gets to see it.
 *
 * @param kind {@link AppEvent#AUDIO}, {@link AppEvent#VIDEO} or {@link AppEvent#DATA}
 * @param time milliseconds of the publisher's clock, 32 bits that wrap
 * @param body audio and video: the body of the FLV tag; data: an AMF0 string and then values
 */
public record MediaPacket(AppEvent kind, int time, Message body) {}
