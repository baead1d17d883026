/** The origin as a whole: everything else in this module, wired together. */
package io.cumulonimbus.origin;
