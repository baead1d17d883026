/** Values of ActionScript as JSON, and calls in it. */
package io.cumulonimbus.watch.json;
