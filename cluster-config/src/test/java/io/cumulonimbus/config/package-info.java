/** Tests of the configuration. */
package io.cumulonimbus.config;
