/**
 * The directory's answers, made of two simple things that some fabric has: tables with compare and
 * set, and messages between nodes. The fabric of one process is here too.
 */
package io.cumulonimbus.origin.cluster.fabric;
