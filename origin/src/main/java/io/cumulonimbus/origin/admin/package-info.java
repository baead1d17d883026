/** What an origin tells its operators, and does for them. */
package io.cumulonimbus.origin.admin;
