/** What operators may ask and do by HTTP with JSON, and the description of it. */
package io.cumulonimbus.admin.api;
