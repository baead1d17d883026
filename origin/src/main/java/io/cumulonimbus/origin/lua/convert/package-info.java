/** Methods of {@code cumulus} that make one thing of another: AMF, JSON, XML, queries, digests. */
package io.cumulonimbus.origin.lua.convert;
