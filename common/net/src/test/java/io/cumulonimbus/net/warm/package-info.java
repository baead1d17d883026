/** Tests of what servers do before their first clients come. */
package io.cumulonimbus.net.warm;
