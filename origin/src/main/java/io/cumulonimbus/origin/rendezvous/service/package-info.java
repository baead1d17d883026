/** The service for clients that want nothing but to meet, as Adobe's Cirrus was one. */
package io.cumulonimbus.origin.rendezvous.service;
