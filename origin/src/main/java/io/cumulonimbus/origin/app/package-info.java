/**
 * Applications as the origin sees them: what a client asks of a script, and what a script can do to
 * a client.
 *
 * <p>An application lives in a realm, and a realm on one loop. {@link
 * io.cumulonimbus.origin.app.Application}, {@link io.cumulonimbus.origin.app.AppClient} and {@link
 * io.cumulonimbus.origin.app.AppWriter} are used on that loop only; a client's loop reaches them
 * through {@link io.cumulonimbus.origin.app.ApplicationProxy}. How an application is written is not
 * known here: see {@code origin.lua}.
 */
package io.cumulonimbus.origin.app;
