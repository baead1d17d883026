/**
 * A play without an audience, before the first client comes: two private origins, an edge's links
 * to them and a few clients, all in this process, so that what a first client needs is loaded and
 * translated when it comes, and what a move from one origin to another needs as well.
 */
package io.cumulonimbus.origin.rehearsal;
