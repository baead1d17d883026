/**
 * One end of a link, put together. Start with {@link io.cumulonimbus.link.session.LinkSession};
 * what it has to tell its host goes to a {@link io.cumulonimbus.link.session.LinkListener}.
 */
package io.cumulonimbus.link.session;
