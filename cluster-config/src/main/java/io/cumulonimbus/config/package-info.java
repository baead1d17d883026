/**
 * Every knob an operator can turn: typed records, the table of keys behind them, and the reader
 * that merges defaults, INI file, environment and command line. Values are immutable and safe to
 * share between loops.
 */
package io.cumulonimbus.config;
