/** What is told of servers, sessions and streams: the words of the JSON that operators read. */
package io.cumulonimbus.admin.view;
