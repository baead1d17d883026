/**
 * Recordings that other origins have: who has one is asked of all, and it is played from there,
 * piece by piece.
 */
package io.cumulonimbus.origin.record.far;
