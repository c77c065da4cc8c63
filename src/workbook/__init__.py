"""The consulting workbook: which customers deserve which effort, and how sure is that?"""

__version__ = "0.1.0"
