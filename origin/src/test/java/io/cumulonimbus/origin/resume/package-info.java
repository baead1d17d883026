/** Tests of clients that outlive their origin. */
package io.cumulonimbus.origin.resume;
