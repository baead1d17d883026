/** The commands that every program of the cluster has beside {@code start}. */
package io.cumulonimbus.config.command;
