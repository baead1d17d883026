/** Tests of what operators are told, over real sockets. */
package io.cumulonimbus.admin;
