"""What people in Japan write, and how it is read: numbers, phones, kana, postal codes, dates, yen, working days."""
