/*!
 * tiny v1.2.0
 * Released under the MIT License.
 */
module.exports = {}