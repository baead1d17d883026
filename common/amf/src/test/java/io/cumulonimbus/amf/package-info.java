/** Tests of AMF0 and AMF3. */
package io.cumulonimbus.amf;
