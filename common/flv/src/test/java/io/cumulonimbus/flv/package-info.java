/** Tests of FLV files and tags. */
package io.cumulonimbus.flv;
