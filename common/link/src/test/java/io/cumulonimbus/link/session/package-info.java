/** Tests of the link as a whole. */
package io.cumulonimbus.link.session;
