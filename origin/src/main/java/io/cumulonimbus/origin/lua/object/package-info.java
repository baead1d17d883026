/**
 * What all objects of the server are made of that scripts work with: kinds with methods and
 * properties, collections, texts.
 */
package io.cumulonimbus.origin.lua.object;
