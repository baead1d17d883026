/**
 * Shared objects: properties that many clients of an application see and change (RTMP 1.0 §7.1.3).
 * All of them live on one loop of their own.
 */
package io.cumulonimbus.origin.sharedobject;
