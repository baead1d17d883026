/** Tests of how applications are found and asked. */
package io.cumulonimbus.origin.app;
