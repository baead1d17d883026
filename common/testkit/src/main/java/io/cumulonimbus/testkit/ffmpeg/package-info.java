/** The real ffmpeg and ffprobe, as makers and judges of media in tests and demonstrations. */
package io.cumulonimbus.testkit.ffmpeg;
