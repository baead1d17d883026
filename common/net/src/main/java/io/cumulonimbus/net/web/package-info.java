/** A small door for HTTP requests that are asked by operators and their tools, not by clients. */
package io.cumulonimbus.net.web;
