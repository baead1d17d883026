/** A real browser, for tests of pages. */
package io.cumulonimbus.testkit.browser;
