/** Tests of sessions, and what tests elsewhere may see of their inside. */
package io.cumulonimbus.rtmfp.session;
