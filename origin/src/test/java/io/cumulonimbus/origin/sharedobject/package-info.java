/** Tests of shared objects. */
package io.cumulonimbus.origin.sharedobject;
