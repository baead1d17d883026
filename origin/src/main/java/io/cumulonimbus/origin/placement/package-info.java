/** Where clients belong: which origin is the home of the application that a client asks for. */
package io.cumulonimbus.origin.placement;
