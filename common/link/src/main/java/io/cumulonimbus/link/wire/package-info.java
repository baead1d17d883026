/**
 * The frames of a link, and their bytes. Known to the link alone: its hosts see clients, streams
 * and answers.
 */
package io.cumulonimbus.link.wire;
